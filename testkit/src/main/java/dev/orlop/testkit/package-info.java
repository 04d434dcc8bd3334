@NullMarked
package dev.orlop.testkit;

import org.jspecify.annotations.NullMarked;
