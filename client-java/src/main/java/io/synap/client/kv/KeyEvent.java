package io.synap.client.kv;

import java.time.Instant;
import java.util.Optional;

/**
 * What a watch on keys tells. Immutable.
 *
 * {@snippet :
 * Map<String, String> copy = new ConcurrentHashMap<>();
 * Consumer<KeyEvent<String>> told = event -> {
 *     switch (event) {
 *         case KeyEvent.Written<String> written -> copy.put(written.key(), written.value());
 *         case KeyEvent.Unseen<String> unseen -> copy.remove(unseen.key());
 *         case KeyEvent.Removed<String> removed -> copy.remove(removed.key());
 *         case KeyEvent.Flushed<String> flushed -> copy.clear();
 *         case KeyEvent.Missed<String> missed -> copy.clear();
 *     }
 * };
 * }
 */
public sealed interface KeyEvent<V> {
    /** What the watch goes on behind, if it is begun anew with {@link KeyWatch#after}; of some events only the last of several has one. */
    Optional<String> cursor();

    /**
     * What is known of any change.
     *
     * @param operation such as "set", "incr", "expire", "del", "expired", "evicted"
     * @param version the key's, which grows from change to change
     */
    record About(String operation, long version, Instant time, Optional<String> cursor) {}

    /** A key has this value now; also when only its deadline was changed. */
    record Written<V>(String key, V value, Optional<Instant> expiresAt, About about) implements KeyEvent<V> {
        @Override
        public Optional<String> cursor() {
            return about.cursor();
        }
    }

    /** A key was changed, but its value is not told. */
    record Unseen<V>(String key, Why why, About about) implements KeyEvent<V> {
        /** Why a value is not told. */
        public enum Why {
            /** It has more than 64 KiB. */
            TOO_LARGE,
            /** It has been changed again: another event follows. */
            SUPERSEDED,
            /** The codec could not read it. */
            UNREADABLE
        }

        @Override
        public Optional<String> cursor() {
            return about.cursor();
        }
    }

    /**
     * A key is gone: removed, expired, evicted or renamed.
     *
     * @param renamedTo its new name, if that was the reason
     */
    record Removed<V>(String key, Optional<String> renamedTo, About about) implements KeyEvent<V> {
        @Override
        public Optional<String> cursor() {
            return about.cursor();
        }
    }

    /** All keys are gone, whatever the patterns. */
    record Flushed<V>(About about) implements KeyEvent<V> {
        @Override
        public Optional<String> cursor() {
            return about.cursor();
        }
    }

    /** Changes are missing here, since the server no longer has them: what was copied must be read anew. */
    record Missed<V>(Optional<String> cursor) implements KeyEvent<V> {}
}
