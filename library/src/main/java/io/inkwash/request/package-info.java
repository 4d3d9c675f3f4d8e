/**
 * What a person or a program requests of the library, in words: the rules that a command line, a
 * page and a server share.
 *
 * <table>
 * <caption>Requests</caption>
 * <tr><td>{@link io.inkwash.request.DrawingWords}</td><td>images of a model; also what a picture's
 *     text says of how it was drawn</td></tr>
 * <tr><td>{@link io.inkwash.request.NewRun}</td><td>a training that begins</td></tr>
 * <tr><td>{@link io.inkwash.request.RunGrid}</td><td>trainings that differ in settings or in the
 *     seed</td></tr>
 * <tr><td>{@link io.inkwash.request.Resumption}</td><td>a training that goes on</td></tr>
 * <tr><td>{@link io.inkwash.request.TrainingLength}</td><td>how long</td></tr>
 * <tr><td>{@link io.inkwash.request.RealImages}</td><td>the images of a run or of a set</td></tr>
 * </table>
 *
 * <p>Refusals are {@code SpecException} or {@code IllegalArgumentException} with one line; which
 * option or field it is about is said by the caller.
 */
@NullMarked
package io.inkwash.request;

import org.jspecify.annotations.NullMarked;
