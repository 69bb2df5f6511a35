package io.kuberelease.promotion;

import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.EnvironmentRecord;
import io.kuberelease.model.KnownBundle;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.plan.Nearest;
import io.kuberelease.promotion.Histories.History;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The bundles that the environments' records know, found by what people call them. Pure. */
final class KnownBundles {
    private static final String ALGORITHM = "sha256:";
    private static final int MOST_NAMED = 10;

    private final Map<EnvironmentName, History> histories;

    KnownBundles(Map<EnvironmentName, History> histories) {
        this.histories = histories;
    }

    /**
     * The bundle of that version, digest or beginning of a digest.
     *
     * @return absent when a digest is not among the records, though there may be such a bundle
     * @throws ReleaseException.Failed when a version is not among them, or several are meant
     */
    Optional<KnownBundle> named(String name) {
        boolean byDigest = name.startsWith(ALGORITHM);
        List<KnownBundle> found = all().stream()
                .filter(bundle -> byDigest
                        ? bundle.reference().digest().value().startsWith(name)
                        : bundle.version().value().equals(withoutV(name)))
                .toList();
        if (found.size() > 1) {
            throw refused(
                    "\"" + name + "\" is not one bundle but " + found.size() + ": "
                            + found.stream()
                                    .map(bundle ->
                                            bundle.reference().digest().abbreviated() + " of commit " + bundle.commit())
                                    .collect(Collectors.joining(", ")),
                    "name one by its digest, for example "
                            + found.get(0).reference().digest().abbreviated());
        }
        if (found.isEmpty() && !byDigest) {
            throw unknown(name);
        }
        return found.stream().findFirst();
    }

    /** The refusal of a name for which there is no version or bundle, with those that there are. */
    ReleaseException unknown(String name) {
        Optional<ReleaseException> unread = histories.values().stream()
                .flatMap(history -> history.problem().stream())
                .findFirst();
        List<String> names =
                all().stream().map(KnownBundle::words).limit(MOST_NAMED).toList();
        List<String> known = Stream.concat(
                        all().stream().map(bundle -> bundle.version().value()),
                        histories.keySet().stream().map(EnvironmentName::value))
                .toList();
        String there = names.isEmpty() ? "nothing is recorded yet" : "there are " + String.join(", ", names);
        return refused(
                "\"" + name + "\" is in no record of " + environments() + ": " + there
                        + unread.map(problem -> "; and " + problem.reason().summary())
                                .orElse(""),
                Nearest.to(withoutV(name), known)
                        .map(near -> "say " + near)
                        .orElse("look at the history, or name the bundle by its whole digest"));
    }

    /** Every bundle once, the last one deployed first. */
    private Collection<KnownBundle> all() {
        return histories.values().stream()
                .flatMap(history -> history.records().stream())
                .sorted((a, b) -> b.at().compareTo(a.at()))
                .collect(Collectors.toMap(
                        EnvironmentRecord::bundle,
                        KnownBundle::of,
                        (first, again) -> first,
                        java.util.LinkedHashMap::new))
                .values();
    }

    private String environments() {
        return histories.keySet().stream().map(EnvironmentName::value).collect(Collectors.joining(", "));
    }

    private static String withoutV(String name) {
        return name.matches("v\\d.*") ? name.substring(1) : name;
    }

    static ReleaseException.Failed refused(String why, String advice) {
        return new ReleaseException.Failed(Cause.of(CauseKind.BAD_INPUT, why).suggesting(advice));
    }
}
