/** Tests against a server in a process of its own, as users run it. */
@NullMarked
package io.synap.server.process;

import org.jspecify.annotations.NullMarked;
