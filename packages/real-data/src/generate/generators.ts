import { cloudTrail } from './cloudTrail';
import type { Expectation } from '../expectation';
import { onlineRetail } from './onlineRetail';
import { train } from './train';
import { weblogs } from './weblogs';

/** Which case is made from which truth. */
export const generators: Record<string, (truth: unknown) => Expectation[]> = {
  'cloudtrail-invictus': truth => cloudTrail('cloudtrail-invictus', truth),
  'cloudtrail-stratus': truth => cloudTrail('cloudtrail-stratus', truth),
  'online-retail': onlineRetail,
  'weblogs-dev': weblogs,
  'nezha-trainticket-dev': train,
};
