// @ts-check

/**
 * What planning remembers: when a dataset was planned last, which version is the newest one loaded, and by which
 * definition a day was read.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('datasets', table => {
    table
      .bigInteger('planned_at')
      .nullable()
      .comment("when planning began last, on any replica, by the database's clock");
    table
      .bigInteger('breaker_reset_at')
      .nullable()
      .comment('failures up to this instant do not hold a definition up any more');
  });
  await knex.schema.alterTable('dataset_versions', table => {
    table
      .bigInteger('loaded_at')
      .nullable()
      .comment("when a replica loaded the version last, by the database's clock");
    table
      .text('shape')
      .nullable()
      .comment('hash of what rows are told apart by: only versions alike in it can share days');
  });
  await knex.schema.alterTable('dataset_days', table => {
    table
      .integer('read_version')
      .nullable()
      .comment('the version whose definition the day was read by; its own where nothing is said');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  // Plain SQL: Knex would copy whole tables on SQLite.
  for (const [table, column] of [
    ['dataset_days', 'read_version'],
    ['dataset_versions', 'shape'],
    ['dataset_versions', 'loaded_at'],
    ['datasets', 'breaker_reset_at'],
    ['datasets', 'planned_at'],
  ]) {
    await knex.raw('ALTER TABLE ?? DROP COLUMN ??', [table, column]);
  }
};
