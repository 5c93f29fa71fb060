// @ts-check

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('audited_budgets', table => {
    table.comment('Budgets that were used up for a dataset, and are in the audit log already');
    table.text('dataset_id').notNullable();
    table.text('scope').notNullable();
    table.text('span').notNullable();
    table
      .bigInteger('limit_nanousd')
      .notNullable()
      .comment('one that is raised can be used up again');
    table.primary(['dataset_id', 'scope', 'span', 'limit_nanousd']);
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('audited_budgets');
};
