// @ts-check

const states = ['queued', 'starting', 'running', 'publishing'];

/**
 * Runs that are being stopped are open, too: their day is not run again before what they cost is known.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await openIn(knex, [...states, 'stopping']);
  await knex.schema.alterTable('runs', table => {
    table.text('statement').nullable().comment('what the engine is asked, until it has answered');
    table
      .boolean('may_be_started')
      .notNullable()
      .defaultTo(false)
      .comment('whether someone asked the engine before and did not store its answer');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex('runs').where({ state: 'stopping' }).update({ state: 'running' });
  await openIn(knex, states);
  await knex.raw('ALTER TABLE runs DROP COLUMN statement');
  await knex.raw('ALTER TABLE runs DROP COLUMN may_be_started');
};

/**
 * @param {import('knex').Knex} knex
 * @param {string[]} open
 */
async function openIn(knex, open) {
  await knex.raw('DROP INDEX runs_single_flight');
  const list = open.map(state => `'${state}'`).join(', ');
  await knex.raw(
    `CREATE UNIQUE INDEX runs_single_flight ON runs (dataset_id, version, source, day) WHERE state IN (${list})`,
  );
}
