// @ts-check

/**
 * Money is kept as whole nano-dollars: sums of whole numbers do not depend on their order, and the smallest bill of an
 * engine is many of them.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('budgets', table => {
    table.comment('What was spent, and what runs in flight may spend, in a day or a month (UTC)');
    table.text('scope').notNullable().comment("a dataset's id, or * for all of them");
    table.text('span').notNullable().comment('a day as 2026-03-14, or a month as 2026-03');
    table.bigInteger('spent_nanousd').notNullable();
    table.bigInteger('reserved_nanousd').notNullable();
    table.primary(['scope', 'span']);
  });

  await knex.schema.createTable('budget_refusals', table => {
    table.comment('Sources whose last run that asked for money did not get it');
    table.text('dataset_id').notNullable();
    table.text('source').notNullable();
    table.bigInteger('estimate_nanousd').nullable().comment('what it asked for; null: not known');
    table.primary(['dataset_id', 'source']);
  });

  await knex.schema.createTable('pauses', table => {
    table.comment('What operators paused: no run of it starts');
    table.text('target').primary().comment("a dataset's id, or * for all of them");
    table.text('reason').notNullable();
    table.text('paused_by').notNullable();
    table.bigInteger('paused_at').notNullable();
    table.bigInteger('until').nullable().comment('null: until it is resumed');
  });

  await knex.schema.alterTable('runs', table => {
    table.bigInteger('reserved_nanousd').notNullable().defaultTo(0);
    table.text('budget_day').nullable().comment('the day whose budgets pay for the run');
    table.index(['dataset_id', 'source', 'finished_at'], 'runs_of_source');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.raw('DROP INDEX runs_of_source');
  // Plain SQL: Knex would copy the whole table on SQLite.
  for (const column of ['reserved_nanousd', 'budget_day']) {
    await knex.raw('ALTER TABLE runs DROP COLUMN ??', [column]);
  }
  for (const table of ['pauses', 'budget_refusals', 'budgets']) {
    await knex.schema.dropTable(table);
  }
};
