/** Figures, their medians and targets, and the forms they are shown in: console, JSON, Markdown, SVG. */
@NullMarked
package io.synap.bench.report;

import org.jspecify.annotations.NullMarked;
