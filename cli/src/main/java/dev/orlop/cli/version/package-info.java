/** Which build this is. Imports nothing of the project. */
@NullMarked
package dev.orlop.cli.version;

import org.jspecify.annotations.NullMarked;
