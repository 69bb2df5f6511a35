package io.jenkins.plugins.kuberelease.page;

import hudson.model.Run;
import io.jenkins.plugins.kuberelease.page.Offer.Deed;
import io.kuberelease.api.DiffData;
import io.kuberelease.model.ReleaseId;
import java.util.List;
import java.util.Optional;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;

/** What the confirming page asks. */
public record Question(
        ReleaseAction action,
        Deed deed,
        String release,
        Optional<String> environment,
        Wording wording,
        Binding binding) {

    /**
     * In words.
     *
     * @param title the question in a line
     * @param explanation what will happen
     * @param facts what exactly it is about, or nothing
     * @param yes what the button says that does it
     */
    public record Wording(String title, String explanation, String facts, String yes) {}

    HttpResponse page() {
        return HttpResponses.forwardToView(this, "index");
    }

    /** For the side panel. */
    public Run<?, ?> run() {
        return action.getRun();
    }

    /** Where the form goes; a decision has a second button for the other answer. */
    public String target() {
        return deed.name().toLowerCase(java.util.Locale.ROOT);
    }

    /** Whether it is a decision, with a comment and a no. */
    public boolean decision() {
        return deed == Deed.APPROVE;
    }

    /** Whether something is taken away by it. */
    public boolean destructive() {
        return deed == Deed.ABORT || deed == Deed.ROLLBACK;
    }

    /** The environment, or nothing. */
    public String place() {
        return environment.orElse("");
    }

    /** For the page: the bundle that it is about, or nothing. */
    public String bundle() {
        return bound(Binding.ToBundle.class).map(Binding.ToBundle::digest).orElse("");
    }

    /** For the page: the release that it follows, or nothing. */
    public String forerunner() {
        return bound(Binding.ToTheNext.class)
                .flatMap(Binding.ToTheNext::tried)
                .map(ReleaseId::value)
                .orElse("");
    }

    /** For the page: what would change. */
    public List<Change> changes() {
        return diff().map(DiffData::changes).orElse(List.of()).stream()
                .map(Change::of)
                .toList();
    }

    /** For the page: what would happen to one resource. */
    public record Change(String sign, String resource, List<Line> lines) {
        public Change {
            lines = List.copyOf(lines);
        }

        private static Change of(DiffData.ResourceChangeData change) {
            return new Change(
                    Words.kebab(change.kind()),
                    change.resource(),
                    change.lines().stream().map(Line::of).toList());
        }
    }

    /** For the page: a line of the diff. */
    public record Line(String kind, String text) {
        private static Line of(String text) {
            String kind = text.startsWith("@") ? "place" : text.startsWith("+") ? "added" : "same";
            return new Line(text.startsWith("-") ? "removed" : kind, text.isEmpty() ? " " : text);
        }
    }

    /** The hash of what is shown, or nothing. */
    public String hash() {
        return diff().map(DiffData::hash).orElse("");
    }

    private Optional<DiffData> diff() {
        return bound(Binding.ToChange.class).map(Binding.ToChange::diff);
    }

    private <T extends Binding> Optional<T> bound(Class<T> kind) {
        return Optional.of(binding).filter(kind::isInstance).map(kind::cast);
    }
}
