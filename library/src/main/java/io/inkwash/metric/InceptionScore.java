package io.inkwash.metric;

/**
 * The inception score of samples (Salimans et al. 2016, "Improved techniques for training GANs",
 * section 4), for any classifier's probabilities:
 *
 * <pre>exp( mean over x of KL( p(y|x) || p(y) ) )</pre>
 *
 * <p>with p(y) the mean of p(y|x). It lies between 1 and the number of classes, and is high where
 * each sample is surely of one class and all classes are drawn alike. It never looks at real
 * images; real images of the same count give the number to compare with.
 *
 * @param mean the mean over the splits
 * @param deviation the standard deviation between the splits, with their number in the denominator
 * @param splits the parts that the samples were dealt to; the paper has 10
 */
public record InceptionScore(double mean, double deviation, int splits) {}
