/** Tests of whole servers within this process. */
@NullMarked
package io.synap.server.lifecycle;

import org.jspecify.annotations.NullMarked;
