import { Button } from '@backstage/ui';
import { RiCheckLine, RiFileCopyLine } from '@remixicon/react';
import { useEffect, useState } from 'react';

const shownMs = 2_000;

/** Copies a text and says so. */
export function CopyButton(props: { text: string; label: string; done: string }) {
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return undefined;
    const timer = setTimeout(() => setCopied(false), shownMs);
    return () => clearTimeout(timer);
  }, [isCopied]);
  return (
    <Button
      size="small"
      variant="secondary"
      iconStart={isCopied ? <RiCheckLine /> : <RiFileCopyLine />}
      onPress={async () => {
        await window.navigator.clipboard.writeText(props.text);
        setCopied(true);
      }}
    >
      <span aria-live="polite">{isCopied ? props.done : props.label}</span>
    </Button>
  );
}
