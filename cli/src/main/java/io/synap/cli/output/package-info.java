/** What commands print: tables for people, JSON for programs, progress on the side. */
@NullMarked
package io.synap.cli.output;

import org.jspecify.annotations.NullMarked;
