/**
 * The studio's own API, {@code /api/v1}: a class a resource, each with a method {@code route} that
 * adds its endpoints to a router. What they take and give stands in {@code openapi.json}; a test
 * compares it with the router.
 */
@NullMarked
package io.inkwash.studio.api;

import org.jspecify.annotations.NullMarked;
