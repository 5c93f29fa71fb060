// @ts-check

/**
 * When old things were last removed, so that one replica does it at a time; and since when a dataset is in no
 * definition any more.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('retention_turns', table => {
    table.comment('One row: when some replica last began to remove what is not kept any more');
    table.bigInteger('begun_at').notNullable();
  });
  await knex('retention_turns').insert({ begun_at: 0 });
  await knex.schema.alterTable('datasets', table => {
    table
      .bigInteger('missing_since')
      .nullable()
      .comment("by the database's clock; null while a definition has the dataset");
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('retention_turns');
  await knex.raw('ALTER TABLE datasets DROP COLUMN missing_since');
};
