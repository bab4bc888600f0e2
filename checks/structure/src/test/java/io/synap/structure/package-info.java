/**
 * The tests of the house itself: {@code ArchitectureTest} reads the compiled classes, {@code TidyTest} the sources.
 */
@NullMarked
package io.synap.structure;

import org.jspecify.annotations.NullMarked;
