import { alertApiRef, toastApiRef, useApiHolder } from '@backstage/frontend-plugin-api';
import { useMemo } from 'react';

/** What came of something the reader did. */
export type Toast = { status: 'success' | 'danger'; title: string; description?: string };

/** Success goes by itself; what went wrong stays until it is read. */
const successMs = 3_000;

/** The app's toasts. An app of the classic frontend system has none: there they are alerts. */
export function useToasts(): { post(toast: Toast): void } {
  const apis = useApiHolder();
  return useMemo(
    () => ({
      post(toast) {
        const { status, title, description } = toast;
        const isSuccess = status === 'success';
        const toasts = apis.get(toastApiRef);
        if (toasts) {
          toasts.post({ ...toast, timeout: isSuccess ? successMs : undefined });
          return;
        }
        apis.get(alertApiRef)?.post({
          message: description ? `${title} ${description}` : title,
          severity: isSuccess ? 'success' : 'error',
          display: isSuccess ? 'transient' : 'permanent',
        });
      },
    }),
    [apis],
  );
}
