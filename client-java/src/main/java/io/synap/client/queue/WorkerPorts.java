package io.synap.client.queue;

import io.synap.client.transport.Caller;
import java.util.concurrent.Executor;

/** What a worker works with: calls to the server, and threads for its handlers. Immutable. */
record WorkerPorts(Caller caller, Executor executor) {}
