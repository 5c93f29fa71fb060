// @ts-check

/**
 * Instants are whole milliseconds since 1970 (UTC), days are text as 2026-03-14, bytes are whole numbers.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('datasets', table => {
    table.comment(
      'One row per dataset: what is served, and a counter that moves with every publish',
    );
    table.text('dataset_id').primary();
    table.integer('active_version').nullable().comment('the version that is served');
    table
      .integer('revision')
      .notNullable()
      .defaultTo(0)
      .comment('moves when anything shown may differ');
  });

  await knex.schema.createTable('dataset_versions', table => {
    table.comment('The definition versions of a dataset, by what their numbers depend on');
    table.text('dataset_id').notNullable();
    table.integer('version').notNullable();
    table
      .text('fingerprint')
      .notNullable()
      .comment('hash of every part of the definition that changes numbers');
    table.bigInteger('created_at').notNullable();
    table.primary(['dataset_id', 'version']);
    table.unique(['dataset_id', 'fingerprint']);
  });

  await knex.schema.createTable('runs', table => {
    table.comment('The ledger: one execution on an engine each, with its cost');
    table.uuid('id').primary();
    table.text('dataset_id').notNullable();
    table.integer('version').notNullable();
    table.text('source').notNullable();
    table.text('day').notNullable();
    table.integer('attempt').notNullable();
    table
      .text('state')
      .notNullable()
      .comment('queued | starting | running | publishing | done | failed | cancelled');
    table
      .text('token')
      .notNullable()
      .comment('derived from what identifies the attempt; never logged');
    table.text('engine_run_id').nullable();
    table.text('lease_owner').nullable();
    table.bigInteger('lease_until').nullable();
    table.integer('fence').notNullable().defaultTo(0);
    table.bigInteger('due_at').notNullable().comment('not before this instant');
    table.bigInteger('bytes_scanned').nullable();
    table.bigInteger('bytes_billed').nullable();
    table.double('usd').nullable();
    table.integer('result_rows').nullable();
    table.text('error_class').nullable();
    table.text('error_code').nullable();
    table.text('error_message').nullable().comment('may be shown to operators');
    table.text('source_version').nullable().comment('state of the source when the run was planned');
    table.bigInteger('created_at').notNullable();
    table.bigInteger('started_at').nullable();
    table.bigInteger('finished_at').nullable();
    table.index(['dataset_id', 'version', 'source', 'day', 'attempt'], 'runs_of_day');
    table.index(['state', 'due_at'], 'runs_due');
  });
  await knex.raw(
    "CREATE UNIQUE INDEX runs_single_flight ON runs (dataset_id, version, source, day) WHERE state IN ('queued', 'starting', 'running', 'publishing')",
  );

  await knex.schema.createTable('dataset_days', table => {
    table.comment('Which run published which day of which version');
    table.text('dataset_id').notNullable();
    table.integer('version').notNullable();
    table.text('source').notNullable();
    table.text('day').notNullable();
    table.text('state').notNullable().comment('complete | open | empty');
    table.uuid('run_id').notNullable();
    table.bigInteger('calls').notNullable();
    table.integer('result_rows').notNullable();
    table.bigInteger('bytes_scanned').notNullable();
    table.integer('malformed_events').notNullable();
    table.bigInteger('duplicate_events').notNullable();
    table.bigInteger('unmapped_events').notNullable().comment('events without a service');
    table.text('checksum').notNullable();
    table.text('source_version').nullable();
    table.bigInteger('published_at').notNullable();
    table.primary(['dataset_id', 'version', 'source', 'day']);
  });

  await knex.schema.createTable('service_days', table => {
    table.comment(
      'The totals of a service, region and day; what they are made of is in service_day_payloads',
    );
    table.increments('id');
    table.text('dataset_id').notNullable();
    table.integer('version').notNullable();
    table.text('service').notNullable();
    table.text('day').notNullable();
    table.text('region').notNullable().comment("'' where the dataset binds none");
    table.text('source').notNullable();
    table.bigInteger('calls').notNullable();
    table.bigInteger('service_faults').notNullable();
    table.bigInteger('caller_faults').notNullable();
    table.bigInteger('throttled').notNullable();
    table.integer('customers').notNullable();
    table.unique(['dataset_id', 'version', 'service', 'day', 'region', 'source'], {
      indexName: 'service_days_key',
    });
    table.index(['dataset_id', 'version', 'day'], 'service_days_of_day');
  });

  await knex.schema.createTable('service_day_payloads', table => {
    table.comment('Cells, customer set, histograms and hours of a service_days row');
    table
      .integer('service_day_id')
      .primary()
      .references('id')
      .inTable('service_days')
      .onDelete('CASCADE');
    table.binary('payload').notNullable();
  });

  await knex.schema.createTable('customers', table => {
    table.comment('Interned customer keys');
    table.increments('id');
    table.text('dataset_id').notNullable();
    table.text('key').notNullable().comment('as the dataset declares it: kept or hashed');
    table.unique(['dataset_id', 'key']);
  });

  await knex.schema.createTable('service_customers', table => {
    table.comment('First-seen day of each customer of a service and region, derived from the sets');
    table.text('dataset_id').notNullable();
    table.integer('version').notNullable();
    table.text('service').notNullable();
    table.text('region').notNullable();
    table
      .integer('revision')
      .notNullable()
      .comment('the revision of the dataset it was derived at');
    table.text('through_day').notNullable();
    table.binary('payload').notNullable();
    table.primary(['dataset_id', 'version', 'service', 'region']);
  });

  await knex.schema.createTable('service_periods', table => {
    table.comment('The figures of the standard periods, computed at publish');
    table.text('dataset_id').notNullable();
    table.integer('version').notNullable();
    table.text('service').notNullable();
    table.text('period').notNullable().comment('7d | 28d | 90d');
    table
      .integer('revision')
      .notNullable()
      .comment('the revision of the dataset it was computed at');
    table.text('data_through').notNullable();
    table.bigInteger('calls').notNullable();
    table.bigInteger('previous_calls').nullable();
    table.bigInteger('service_faults').notNullable();
    table.double('failure_rate').nullable();
    table.integer('active_customers').notNullable();
    table.binary('payload').notNullable().comment('the answers of the built-in insights');
    table.primary(['dataset_id', 'version', 'service', 'period']);
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  for (const table of [
    'service_periods',
    'service_customers',
    'customers',
    'service_day_payloads',
    'service_days',
    'dataset_days',
    'runs',
    'dataset_versions',
    'datasets',
  ]) {
    await knex.schema.dropTable(table);
  }
};
