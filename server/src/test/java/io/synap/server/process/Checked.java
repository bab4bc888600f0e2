package io.synap.server.process;

import java.io.IOException;
import java.util.List;

/** Load that knows what must be there after a hard stop. */
interface Checked extends Runnable {
    /** How much was acknowledged so far; from any thread. */
    long acknowledged();

    /** Compares with what is there now, and clears it away; what is wrong, empty when all is well. */
    List<String> verify(RespClient reader) throws IOException;
}
