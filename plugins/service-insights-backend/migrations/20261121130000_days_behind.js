// @ts-check

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('datasets', table => {
    table
      .integer('days_behind')
      .notNullable()
      .defaultTo(0)
      .comment('days that were due when it was planned last, and waited for room in the queue');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  // Plain SQL: Knex would copy the whole table on SQLite.
  await knex.raw('ALTER TABLE ?? DROP COLUMN ??', ['datasets', 'days_behind']);
};
