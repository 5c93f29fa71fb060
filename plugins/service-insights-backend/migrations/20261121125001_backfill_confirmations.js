// @ts-check

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('backfill_confirmations', table => {
    table.comment('Backfills that were estimated and may be confirmed, once');
    table.uuid('id').primary();
    table.text('dataset_id').notNullable();
    table.integer('version').notNullable();
    table.text('from_day').notNullable();
    table.text('to_day').notNullable();
    table.bigInteger('expires_at').notNullable().comment("by the database's clock");
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('backfill_confirmations');
};
