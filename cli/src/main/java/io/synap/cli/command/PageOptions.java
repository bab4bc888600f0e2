package io.synap.cli.command;

import io.synap.cli.output.Listing;
import io.synap.cli.output.Output;
import io.synap.client.wire.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How much of a long list is wanted, which the server gives page by page. Confined to one run. */
public final class PageOptions {
    private static final long PAGE_MAX = 500;

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "N",
            description = "The most to list; 100 unless said, 0 for all.")
    private long limit = 100;

    /** Asks for a page: {@code {data, metadata: {cursor}}}. */
    @FunctionalInterface
    public interface Page {
        Value ask(long most, Optional<String> cursor);
    }

    /** Prints what is wanted, and says if there is more. */
    public void print(Output output, Listing listing, Page page) {
        List<Value> found = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            long most = limit == 0 ? PAGE_MAX : Math.min(PAGE_MAX, limit - found.size());
            Value answer = page.ask(most, cursor);
            found.addAll(answer.get("data").elements());
            cursor = answer.get("metadata").get("cursor").textIfAny();
        } while (cursor.isPresent() && (limit == 0 || found.size() < limit));
        listing.print(output, found);
        if (cursor.isPresent()) {
            output.note("there may be more; --limit 0 lists all");
        }
    }
}
