/** The example against a real server. */
@NullMarked
package io.synap.examples.jobs;

import org.jspecify.annotations.NullMarked;
