/**
 * What the server does beside answering: jobs, which wait in one bounded queue for the thread of
 * the device, and trainings.
 *
 * <table>
 *   <caption>What is here</caption>
 *   <tr><td>{@link io.inkwash.studio.work.Job}</td><td>something requested: its state, its images,
 *     its events</td></tr>
 *   <tr><td>{@link io.inkwash.studio.work.JobStore}</td><td>the jobs that are remembered, within a
 *     bound of memory</td></tr>
 *   <tr><td>{@link io.inkwash.studio.work.DeviceThread}</td><td>the thread on which models compute,
 *     and its queue</td></tr>
 *   <tr><td>{@link io.inkwash.studio.work.DrawTask}</td><td>images to draw; those of one model that
 *     are drawn alike share batches</td></tr>
 *   <tr><td>{@link io.inkwash.studio.model.Models}</td><td>models by id, opened when needed</td></tr>
 *   <tr><td>{@link io.inkwash.studio.model.RunFolder}</td><td>runs by id</td></tr>
 *   <tr><td>{@link io.inkwash.studio.work.Trainings}</td><td>trainings, one at a time</td></tr>
 *   <tr><td>{@link io.inkwash.studio.work.Topic}</td><td>events for whoever follows them</td></tr>
 * </table>
 *
 * <p>No tensor leaves the thread of its device: jobs hold pictures.
 */
@NullMarked
package io.inkwash.studio.work;

import org.jspecify.annotations.NullMarked;
