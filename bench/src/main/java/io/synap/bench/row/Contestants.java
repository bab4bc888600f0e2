package io.synap.bench.row;

import io.synap.bench.server.BenchServer;
import io.synap.bench.system.Children;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Confined to the measuring thread. The servers of one row, ours first; closing stops them and frees the disk. */
final class Contestants implements AutoCloseable {
    private final Children children;
    private final List<BenchServer> servers = new ArrayList<>();
    private final List<Path> folders = new ArrayList<>();

    Contestants(Children children) {
        this.children = children;
    }

    void add(BenchServer server, Path folder) {
        servers.add(server);
        folders.add(folder);
    }

    List<BenchServer> all() {
        return List.copyOf(servers);
    }

    BenchServer ours() {
        return servers.getFirst();
    }

    @Override
    public void close() {
        servers.forEach(BenchServer::close);
        folders.forEach(children::delete);
    }
}
