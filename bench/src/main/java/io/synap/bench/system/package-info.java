/** What the machine tells and runs: child processes that always end, /proc, the machine's description. */
@NullMarked
package io.synap.bench.system;

import org.jspecify.annotations.NullMarked;
