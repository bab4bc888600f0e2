package io.synap.client.live;

import io.synap.client.transport.Caller;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A long list, read page by page as it is asked for. Thread-safe. Each subscriber reads it from its beginning, and holds
 * no more than a page.
 */
public final class PagePublisher<T> implements Flow.Publisher<T> {
    private final Executor executor;
    private final PageReader<T> reader;

    /** @param executor runs the subscribers' methods, for each subscriber one after the other */
    public PagePublisher(Executor executor, PageReader<T> reader) {
        this.executor = executor;
        this.reader = reader;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super T> subscriber) {
        new PageFlow<T>(subscriber, executor, reader).begin();
    }

    /** The same list for a thread that may wait: its steps throw what reading a page fails with. */
    public Stream<T> stream() {
        Spliterator<T> items = Spliterators.spliteratorUnknownSize(
                new Pages<>(reader), Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.IMMUTABLE);
        return StreamSupport.stream(items, false);
    }

    /** Confined to the thread that iterates. */
    private static final class Pages<T> implements Iterator<T> {
        private final PageReader<T> reader;
        private Iterator<T> page = List.<T>of().iterator();
        private Optional<String> next = Optional.empty();
        private boolean begun;

        Pages(PageReader<T> reader) {
            this.reader = reader;
        }

        @Override
        public boolean hasNext() {
            while (!page.hasNext() && (!begun || next.isPresent())) {
                PageReader.Page<T> read = Caller.await(reader.page(next));
                begun = true;
                page = read.items().iterator();
                next = read.next();
            }
            return page.hasNext();
        }

        @Override
        public T next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return page.next();
        }
    }
}
