// @ts-check

/**
 * What tells an unusual day from an ordinary one. Malformed events become nullable: an engine that cannot count them
 * has found none and has not missed any either. The column is made anew under its name, as SQLite cannot change one.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('dataset_days', table => {
    table.integer('malformed').nullable().comment('null where the engine cannot tell');
    table.integer('services').nullable().comment('services with a call; null: not counted then');
    table.text('suspicion').nullable().comment('JSON: why the day is unlike the days before it');
    table.text('finding').nullable().comment('JSON: a newer reading that did not replace the day');
  });
  await knex('dataset_days').update({ malformed: knex.ref('malformed_events') });
  await renamed(knex);
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('dataset_days', table => {
    table.integer('malformed').notNullable().defaultTo(0);
  });
  await knex('dataset_days').update({ malformed: knex.raw('coalesce(malformed_events, 0)') });
  await renamed(knex);
  for (const column of ['services', 'suspicion', 'finding']) {
    await knex.raw('ALTER TABLE dataset_days DROP COLUMN ??', [column]);
  }
};

/**
 * Plain SQL: Knex would copy the whole table on SQLite.
 *
 * @param {import('knex').Knex} knex
 */
async function renamed(knex) {
  await knex.raw('ALTER TABLE dataset_days DROP COLUMN malformed_events');
  await knex.raw('ALTER TABLE dataset_days RENAME COLUMN malformed TO malformed_events');
}
