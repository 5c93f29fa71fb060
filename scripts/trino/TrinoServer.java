import com.google.common.collect.ImmutableMap;
import io.trino.plugin.hive.HivePlugin;
import io.trino.plugin.memory.MemoryPlugin;
import io.trino.server.testing.TestingTrinoServer;

/** A Trino server on loopback: memory tables, and Hive tables over the folder it is given. Ends with its input. */
public class TrinoServer {
    public static void main(String[] args) throws Exception {
        TestingTrinoServer server = TestingTrinoServer.create();
        server.installPlugin(new MemoryPlugin());
        server.createCatalog("memory", "memory", ImmutableMap.of());
        server.installPlugin(new HivePlugin());
        server.createCatalog("hive", "hive", ImmutableMap.of(
                "hive.metastore", "file",
                "hive.metastore.catalog.dir", "local:///meta",
                "fs.local.enabled", "true",
                "local.location", args[0]));
        System.out.println("READY " + server.getBaseUrl());
        while (System.in.read() != -1) {
            // Lives as long as whoever started it.
        }
        System.exit(0);
    }
}
