import { toDay } from 'backstage-plugin-service-insights-common';
import { writeSampleData } from './writeSampleData';

/** `node writeDemo.ts <directory> <last day>`: what `npm start` runs, with progress on standard output. */
async function main([directory, through]: string[]): Promise<void> {
  if (directory === undefined || through === undefined) {
    throw new Error('Usage: writeDemo <directory> <last day as 2026-03-14>');
  }
  const startMs = Date.now();
  const { daysWritten } = await writeSampleData(directory, {
    through: toDay(through),
    onProgress: ({ dataset, day, done, total }) => {
      if (done % 40 === 0 || done === total) {
        process.stdout.write(`Sample data: ${done} of ${total} days (${dataset} ${day})\n`);
      }
    },
  });
  const seconds = ((Date.now() - startMs) / 1_000).toFixed(1);
  process.stdout.write(`Sample data: ${daysWritten} days written in ${seconds} s\n`);
}

main(process.argv.slice(2)).catch(error => {
  process.stderr.write(`${error}\n`);
  process.exitCode = 1;
});
