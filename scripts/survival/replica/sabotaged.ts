import type { Sabotage } from './orders';

const databaseNow = /CAST\(extract\(epoch FROM clock_timestamp\(\)\) \* 1000 AS bigint\)/g;

/** A statement as it would be if the protocol lacked a part. */
export function sabotaged(text: string, sabotage: Sabotage | undefined): string {
  if (sabotage === 'process-clock') {
    return text.replace(databaseNow, `CAST(${Date.now()} AS bigint)`);
  }
  // A lease alone, without the number that says whose.
  if (sabotage === 'no-fence')
    return text.replace(/"?fence"? = (\$\d+)/g, '($1)::integer IS NOT NULL');
  return text;
}
