// @ts-check

/**
 * What the lake says of a day's state means something only for the same table of the same engine.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('dataset_versions', table => {
    table.text('lake').nullable().comment('hash of the tables that the version reads');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.raw('ALTER TABLE dataset_versions DROP COLUMN lake');
};
