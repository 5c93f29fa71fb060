// @ts-check
const { randomBytes } = require('node:crypto');

/**
 * When a customer was last seen, so that those nobody counts any more can be removed; and who was erased, so that
 * reading a day again does not bring them back.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('customers', table => {
    table
      .text('seen_month')
      .notNullable()
      .defaultTo('')
      .comment("the last month with a call of theirs, as 2026-03; '' where that is not known");
  });
  await knex('customers').update({
    seen_month: knex.raw(
      "coalesce((SELECT substr(max(day), 1, 7) FROM dataset_days WHERE dataset_days.dataset_id = customers.dataset_id), '')",
    ),
  });

  await knex.schema.createTable('erasures', table => {
    table.comment('Customers who must not be named any more, unreadable; rows are never removed');
    table.text('dataset_id').notNullable().comment("'' for all datasets, those to come as well");
    table.text('key_hash').notNullable().comment('keyed hash of the key, by the secret beside');
    table.integer('customer_id').nullable().comment('the id they are counted by, without a name');
    table.bigInteger('erased_at').notNullable();
    table.primary(['dataset_id', 'key_hash']);
  });
  await knex.schema.createTable('erasure_secret', table => {
    table.comment('One row: the secret of the hashes, and what erasing and reading wait for');
    table.text('secret').primary();
  });
  await knex('erasure_secret').insert({ secret: randomBytes(32).toString('hex') });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('erasure_secret');
  await knex.schema.dropTable('erasures');
  await knex.raw('ALTER TABLE customers DROP COLUMN seen_month');
};
