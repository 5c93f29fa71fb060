export interface Config {
  serviceInsights?: {
    engines?: {
      [name: string]: {
        /**
         * Runs the SQL on Amazon Athena, engine version 3. Credentials come from `aws.accounts` and the default
         * provider chain, as in every Backstage plugin.
         */
        athena?: {
          /** Region of the workgroup and its tables, as `eu-west-1`. */
          region: string;
          /** Account whose credentials under `aws.accounts` are used; the default account when left out. */
          accountId?: string;
          /** The workgroup. Give service insights one of its own, with a limit of bytes per query. */
          workGroup: string;
          /** Data catalog; `AwsDataCatalog` when left out. */
          catalog?: string;
          /** Database of tables that a definition names without one. */
          database?: string;
          /** Folder for results as `s3://bucket/prefix/`; leave it out where the workgroup decides or manages results. */
          outputLocation?: string;
          /** How old a result may be that Athena answers from again, whatever was written since; 0, the default: never. */
          resultReuseMinutes?: number;
          /** Whether results of more than a page are read from their file, which is much faster. Default true. */
          readLargeResultsFromS3?: boolean;
          /** What a query costs; the defaults are the list price of most regions. */
          pricing?: {
            /** US dollars per terabyte scanned. Default 5. */
            usdPerTerabyte?: number;
            /** Bytes of a terabyte. Default 2^40. */
            terabyteBytes?: number;
            /** Bytes of a megabyte, to which a query is rounded up. Default 2^20. */
            megabyteBytes?: number;
            /** The least a query is billed, in megabytes. Default 10. */
            minimumMegabytes?: number;
          };
          limits?: {
            /** Queries of this engine in flight at once, waiting ones included. Default 10. */
            concurrency?: number;
            /** Rows of one result; more is an error, never cut short. Default 2,000,000. */
            maxRows?: number;
            /** Characters of one result; more is an error. Default 536,870,912. */
            maxResultBytes?: number;
            /** Milliseconds a query may wait for its turn. Default 600,000. */
            queueMs?: number;
            /** Milliseconds a query may run. Default 1,800,000. */
            runMs?: number;
            /** Starts and stops per second of this process in the account and region. Default 5. */
            startsPerSecond?: number;
            /** Status and result calls per second of this process in the account and region. Default 10. */
            readsPerSecond?: number;
          };
          /** Another endpoint than Amazon's, as of a VPC or of a local server. */
          endpoint?: string;
          /** Another endpoint of S3; addressed path-style. */
          s3Endpoint?: string;
        };
      };
    };
  };
}
