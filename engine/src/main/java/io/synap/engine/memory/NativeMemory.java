package io.synap.engine.memory;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.util.Locale;

/**
 * The operating system's calls for memory. Thread-safe, no state.
 *
 * <p>Source: mmap(2), munmap(2), madvise(2); the constants are those of Linux and of macOS.
 */
final class NativeMemory {
    private static final boolean MAC =
            System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("mac");
    private static final int READ_AND_WRITE = 3;
    private static final int PRIVATE_ANONYMOUS = MAC ? 0x1002 : 0x22;
    private static final int ADVICE_DONTNEED = 4;
    private static final int ADVICE_HUGEPAGE = 14;
    private static final long MAP_FAILED = -1;

    private static final MethodHandle MMAP = function(
            "mmap", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
    private static final MethodHandle MUNMAP =
            function("munmap", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle MADVISE =
            function("madvise", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT));

    private NativeMemory() {}

    /** Maps zeroed memory whose address is a multiple of the alignment, a power of two. */
    static long map(long bytes, long alignment) {
        long mappedBytes = bytes + alignment;
        long mapped = map(mappedBytes);
        long aligned = (mapped + alignment - 1) & -alignment;
        unmap(mapped, aligned - mapped);
        unmap(aligned + bytes, mapped + mappedBytes - aligned - bytes);
        return aligned;
    }

    private static long map(long bytes) {
        try {
            long address = (long) MMAP.invokeExact(0L, bytes, READ_AND_WRITE, PRIVATE_ANONYMOUS, -1, 0L);
            if (address == MAP_FAILED) {
                throw new OutOfOffHeapMemoryError(bytes);
            }
            return address;
        } catch (Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("mmap cannot be called", e);
        }
    }

    static void unmap(long address, long bytes) {
        if (bytes == 0) {
            return;
        }
        try {
            int result = (int) MUNMAP.invokeExact(address, bytes);
            if (result != 0) {
                throw new AssertionError("munmap refused a range that was mapped");
            }
        } catch (Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("munmap cannot be called", e);
        }
    }

    /** Gives the physical pages back and keeps the addresses; the content is lost. */
    static void discard(long address, long bytes) {
        advise(address, bytes, ADVICE_DONTNEED);
    }

    /** Asks for huge pages, which spare address translation; where there are none, nothing happens. */
    static void preferHugePages(long address, long bytes) {
        if (!MAC) {
            advise(address, bytes, ADVICE_HUGEPAGE);
        }
    }

    private static void advise(long address, long bytes, int advice) {
        try {
            // Advice may be declined (a kernel without huge pages); nothing depends on it.
            int _ = (int) MADVISE.invokeExact(address, bytes, advice);
        } catch (Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("madvise cannot be called", e);
        }
    }

    private static MethodHandle function(String name, FunctionDescriptor shape) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), shape);
    }
}
