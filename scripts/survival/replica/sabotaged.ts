import type { Sabotage } from './orders';

const databaseNow = /CAST\(extract\(epoch FROM clock_timestamp\(\)\) \* 1000 AS bigint\)/g;

/** A statement as it would be if the protocol lacked a part. */
export function sabotaged(text: string, sabotage: Sabotage | undefined): string {
  if (sabotage === 'process-clock') {
    return text.replace(databaseNow, `CAST(${Date.now()} AS bigint)`);
  }
  if (sabotage === 'no-fence' && /^update "?runs"?/i.test(text.trim())) return unfenced(text);
  return text;
}

/** Without the fence, and without the look at the state that stands beside it. */
function unfenced(text: string): string {
  if (!/"?fence"? = \$\d+/.test(text)) return text;
  return text
    .replace(/"?fence"? = (\$\d+)/g, '($1)::integer IS NOT NULL')
    .replace(/"?state"? in \(([^)]*)\)/gi, 'ARRAY[$1]::text[] IS NOT NULL');
}
