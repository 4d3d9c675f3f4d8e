/**
 * HTTP as the server needs it, above the JDK's {@code HttpServer}.
 *
 * <table>
 *   <caption>What is here</caption>
 *   <tr><td>{@link io.inkwash.studio.http.Router}</td><td>method and path template to handler</td></tr>
 *   <tr><td>{@link io.inkwash.studio.http.Request}</td><td>path, query and body, all bounded</td></tr>
 *   <tr><td>{@link io.inkwash.studio.http.Fields}</td><td>a JSON object whose faults name the field</td></tr>
 *   <tr><td>{@link io.inkwash.studio.http.Response}</td><td>JSON, bytes, or events as they happen</td></tr>
 *   <tr><td>{@link io.inkwash.studio.http.Gate}</td><td>whose requests are answered at all</td></tr>
 *   <tr><td>{@link io.inkwash.studio.http.WebServer}</td><td>threads, limits, headers, start and stop</td></tr>
 * </table>
 *
 * <p>Nothing here knows what a model is. No text of a request reaches the file system: the page's
 * files come from the class path, and only those whose names are plain.
 *
 * <p>To add an endpoint: one line {@code router.add("GET", "/api/v1/things/{id}", this::thing)} in
 * a class of {@code io.inkwash.studio.api}, and its description in {@code openapi.json}; a test
 * compares the two.
 */
@NullMarked
package io.inkwash.studio.http;

import org.jspecify.annotations.NullMarked;
