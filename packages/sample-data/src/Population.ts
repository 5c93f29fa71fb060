import { addDays, type Day } from 'backstage-plugin-service-insights-common';
import { randomFor, type Random } from './random';
import type { ServiceProfile } from './ServiceProfile';
import type { LoggedDataset, Region, Story } from './Story';
import { dayIndexOf, firstDayOf } from './storyDays';

/** A stretch of days, as indexes from the story's first day, on which a customer may call. */
type Spell = { from: number; to: number };

type Customer = { id: string; arrival: number; region: Region; otherRegion: Region };

/** A customer of one service: how often, how much, and when at all. */
export type Caller = {
  customer: string;
  region: Region;
  otherRegion: Region;
  /** Share of the days of a spell on which it calls. */
  activeShare: number;
  callsPerActiveDay: number;
  spells: readonly Spell[];
};

/** Who calls which service of a dataset. */
export type Population = ReadonlyMap<string, readonly Caller[]>;

const habits = [
  { share: 0.2, activeShare: 0.92, weight: 3 },
  { share: 0.35, activeShare: 0.5, weight: 1.2 },
  { share: 0.3, activeShare: 0.15, weight: 0.6 },
  { share: 0.15, activeShare: 0.04, weight: 0.4 },
];

/** The share of calls a customer with two regions sends from the other one. */
export const otherRegionShare = 0.15;

/**
 * Draws the customers of a dataset, and which services they call when. A customer depends on the days up to its
 * arrival alone: a later `throughDay` adds customers and spells, and changes none.
 */
export function populationOf(story: Story, dataset: LoggedDataset, throughDay: Day): Population {
  const through = dayIndexOf(story, throughDay);
  const customers = customersOf(story, dataset, through);
  return new Map(
    dataset.services.map(service => [
      service.name,
      service.audience.kind === 'customers'
        ? callersOf(story, dataset, service, customers, through, service.audience.share)
        : monitorOf(story, service, customers, service.audience),
    ]),
  );
}

function customersOf(story: Story, dataset: LoggedDataset, through: number): Customer[] {
  const customers: Customer[] = [];
  const add = (arrival: number) => {
    const id = `${dataset.customers.prefix}-${String(customers.length + 1).padStart(4, '0')}`;
    const random = randomFor(story.seed, dataset.id, 'customer', id);
    const region = pick(story.regions, random);
    const otherRegion = random.next() < 0.2 ? pick(story.regions, random) : region;
    customers.push({ id, arrival, region, otherRegion });
  };
  for (let i = 0; i < dataset.customers.atStart; i += 1) add(0);
  for (let index = 1; index <= through; index += 1) {
    const day = addDays(firstDayOf(story), index);
    const random = randomFor(story.seed, dataset.id, 'arrivals', day);
    const arrivals = random.poisson(dataset.customers.arrivalsPerDay);
    for (let i = 0; i < arrivals; i += 1) add(index);
  }
  return customers;
}

function callersOf(
  story: Story,
  dataset: LoggedDataset,
  service: ServiceProfile,
  customers: readonly Customer[],
  through: number,
  share: number,
): Caller[] {
  const callers: (Caller & { weight: number })[] = [];
  let weightAtStart = 0;
  for (const customer of customers) {
    const random = randomFor(story.seed, dataset.id, service.name, customer.id);
    if (random.next() >= share) continue;
    const habit = pick(habits, random);
    const weight = habit.weight * Math.min(4, Math.exp(0.7 * random.normal()));
    const spells = spellsOf(customer, random, through);
    const { id, region, otherRegion } = customer;
    const { activeShare } = habit;
    callers.push({
      customer: id,
      region,
      otherRegion,
      activeShare,
      callsPerActiveDay: 0,
      spells,
      weight,
    });
    if (spells[0]?.from === 0) weightAtStart += weight * activeShare;
  }
  return callers.map(({ weight, ...caller }) => ({
    ...caller,
    callsPerActiveDay: (weight * service.callsPerDay) / weightAtStart,
  }));
}

/** Arrival, loss and return: half stay for good, and half of those who leave come back after some weeks. */
function spellsOf(customer: Customer, random: Random, through: number): Spell[] {
  const spells: Spell[] = [];
  const later = random.next() < (customer.arrival === 0 ? 0.12 : 0.4);
  const wait = later ? 1 + random.below(customer.arrival === 0 ? 110 : 20) : 0;
  let from = customer.arrival + wait;
  while (from <= through) {
    const stays = random.next() < 0.5;
    const length = 3 + Math.round(-40 * Math.log(1 - random.next()));
    const to = stays ? Number.POSITIVE_INFINITY : from + length;
    spells.push({ from, to });
    if (stays || random.next() < 0.5) break;
    from = to + 18 - Math.round(25 * Math.log(1 - random.next()));
  }
  return spells;
}

/** A service that its own monitor calls every hour, and that a few customers tried for some days. */
function monitorOf(
  story: Story,
  service: ServiceProfile,
  customers: readonly Customer[],
  audience: { customer: string; trials: number; launchedDaysBefore: number },
): Caller[] {
  const launch = story.days - 1 - audience.launchedDaysBefore;
  const [region] = story.regions;
  if (region === undefined) return [];
  const monitor = { customer: audience.customer, region, otherRegion: region };
  const trials = customers.slice(0, audience.trials).map((customer, i) => ({
    customer: customer.id,
    region: customer.region,
    otherRegion: customer.otherRegion,
    activeShare: 0.9,
    callsPerActiveDay: 6,
    spells: [{ from: launch + 2 * i, to: launch + 2 * i + 4 }],
  }));
  const spells = [{ from: launch, to: Number.POSITIVE_INFINITY }];
  return [
    { ...monitor, activeShare: 1, callsPerActiveDay: service.callsPerDay, spells },
    ...trials,
  ];
}

/** One of several, by their shares. */
export function pick<T extends { share: number }>(choices: readonly T[], random: Random): T {
  const total = choices.reduce((sum, choice) => sum + choice.share, 0);
  let rest = random.next() * total;
  for (const choice of choices) {
    rest -= choice.share;
    if (rest < 0) return choice;
  }
  const last = choices.at(-1);
  if (last === undefined) throw new RangeError('There is nothing to pick from');
  return last;
}
