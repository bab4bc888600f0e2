package io.synap.server.resp;

import io.synap.replication.files.DiskFiles;
import io.synap.replication.files.FileStore;
import io.synap.replication.files.StoredFile;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** The disk, which can be told to take its time with syncs. */
final class HeldFiles {
    private final ReentrantReadWriteLock gate = new ReentrantReadWriteLock();

    /** Lets every sync wait until {@link #release}, which is to be called on the same thread. */
    void hold() {
        gate.writeLock().lock();
    }

    void release() {
        gate.writeLock().unlock();
    }

    FileStore store() {
        DiskFiles disk = new DiskFiles();
        return proxy(FileStore.class, (method, arguments) -> {
            Object result = invoke(method, disk, arguments);
            return result instanceof StoredFile file ? held(file) : result;
        });
    }

    private StoredFile held(StoredFile file) {
        return proxy(StoredFile.class, (method, arguments) -> {
            if (!method.getName().equals("sync")) {
                return invoke(method, file, arguments);
            }
            gate.readLock().lock();
            try {
                return invoke(method, file, arguments);
            } finally {
                gate.readLock().unlock();
            }
        });
    }

    private interface Call {
        Object of(Method method, Object[] arguments) throws Throwable;
    }

    private static <T> T proxy(Class<T> type, Call call) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> call.of(method, arguments)));
    }

    private static Object invoke(Method method, Object target, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException failed) {
            throw failed.getCause();
        }
    }
}
