package io.kuberelease.adapters.slack;

import io.kuberelease.journal.ReleaseResult;
import io.kuberelease.journal.ReleaseState;
import io.kuberelease.model.Cause;
import io.kuberelease.model.Evidence;
import io.kuberelease.plan.PreviewClaim;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.view.Durations;
import io.kuberelease.view.Group;
import io.kuberelease.view.GroupView;
import io.kuberelease.view.Phase;
import io.kuberelease.view.ReleaseConclusion;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The Slack messages about a release, made from nothing but its state. */
final class ReleaseMessages {
    private static final int MOST_EVIDENCE = 5;

    private final ReleaseLinks links;

    ReleaseMessages(ReleaseLinks links) {
        this.links = links;
    }

    /**
     * A message of its own in the release's thread.
     *
     * @param key identifies it: each key is sent once
     * @param urgent whether the channel must hear it, since something failed or somebody must act
     */
    record Reply(String key, boolean urgent, SlackMessage message) {}

    /** The release's main message, to be posted first and edited later. */
    SlackMessage overview(ReleaseState state, Instant at) {
        Optional<ReleaseConclusion> closing = ReleaseConclusion.of(state, at);
        String title =
                Icons.of(closing.map(ReleaseConclusion::phase).orElse(Phase.RUNNING)) + " " + title(state.plan());
        String rows = GroupView.all(state).stream().map(view -> row(view, at)).collect(Collectors.joining("\n"));
        SlackMessage message = SlackMessage.saying(closing.map(words -> SlackText.line(words.headline()))
                        .orElse(SlackText.line(title(state.plan()))))
                .header(SlackText.plain(title))
                .context(source(state.plan()))
                .section(rows);
        return closing.map(words -> message.section(last(words) + at(state)))
                .orElse(message)
                .buttons(page(state));
    }

    /** The first message where messages can't be edited. */
    SlackMessage beginning(ReleaseState state) {
        String title = ":rocket: " + title(state.plan());
        return SlackMessage.saying(SlackText.line(title))
                .section("*" + SlackText.line(title) + "*")
                .context(source(state.plan()))
                .buttons(page(state));
    }

    /** A reply for each group that waits or is over, in the groups' order. */
    List<Reply> replies(ReleaseState state, Instant at) {
        List<Reply> replies = new ArrayList<>();
        for (GroupView view : GroupView.all(state)) {
            if (view.phase() == Phase.WAITING) {
                replies.add(new Reply(view.name() + ".waits" + again(view), needsPerson(view), waiting(state, view)));
            } else if (view.phase().isOver() && view.phase() != Phase.NOT_REACHED) {
                replies.add(new Reply(view.name(), view.phase() == Phase.FAILED, ended(state, view, at)));
            }
        }
        return replies;
    }

    /** The last message on a release, where the overview can't be edited; empty until the release has a result. */
    Optional<Reply> conclusion(ReleaseState state, Instant at) {
        return state.result()
                .flatMap(result -> ReleaseConclusion.of(state, at))
                .map(words -> new Reply(
                        "end",
                        false,
                        SlackMessage.saying(SlackText.line(words.headline()))
                                .section(Icons.of(words.phase()) + " " + last(words) + at(state))
                                .buttons(page(state))));
    }

    private SlackMessage waiting(ReleaseState state, GroupView view) {
        String who = name(state) + " " + view.name() + " " + String.join(", ", view.facts());
        List<SlackMessage.Button> buttons = needsPerson(view) ? decision(state, view) : List.of();
        String how = needsPerson(view) && buttons.isEmpty()
                ? "\nApprove with: "
                        + SlackText.code("kube-release approve " + state.plan().release())
                : "";
        return SlackMessage.saying(SlackText.line(who))
                .section(Icons.of(view.phase()) + " *" + SlackText.line(who) + "*" + how)
                .buttons(buttons);
    }

    private List<SlackMessage.Button> decision(ReleaseState state, GroupView view) {
        return links.decision(state.plan().release(), view.name()).stream()
                .map(address -> new SlackMessage.Button("decide", "Review and decide", address, true))
                .toList();
    }

    private List<SlackMessage.Button> page(ReleaseState state) {
        return Stream.concat(
                        answers(state)
                                .map(address -> new SlackMessage.Button("open", "Open it", address, false))
                                .stream(),
                        links.page(state.plan().release()).stream()
                                .map(address -> new SlackMessage.Button("see", "See the release", address, false)))
                .toList();
    }

    /** Where a preview answers; absent as long as it does not. */
    private static Optional<URI> answers(ReleaseState state) {
        return state.result()
                .filter(ReleaseResult.SUCCEEDED::equals)
                .flatMap(result -> state.plan().preview())
                .map(PreviewClaim::address);
    }

    private static String at(ReleaseState state) {
        return answers(state)
                .map(address -> "\n" + SlackText.line(address.toString()))
                .orElse("");
    }

    private static boolean needsPerson(GroupView view) {
        return view.current()
                .filter(stage -> stage.stage().task().waitsForPerson())
                .isPresent();
    }

    /** The rest of a wait's key, so that another kind of wait, or one more of the same kind, is sent too. */
    private static String again(GroupView view) {
        return view.current()
                .filter(stage -> stage.attempts() > 1 || !stage.stage().task().waitsForPerson())
                .map(stage -> "." + stage.stage().id() + "."
                        + stage.again().map(why -> stage.attempts()).orElse(1))
                .orElse("");
    }

    private SlackMessage ended(ReleaseState state, GroupView view, Instant at) {
        SlackMessage message = SlackMessage.saying(
                        SlackText.line(name(state) + " " + view.name() + ": " + String.join(", ", view.facts())))
                .section(row(view, at));
        return view.cause()
                .map(cause -> with(loud(state, view, message), cause).buttons(page(state)))
                .orElse(message);
    }

    /** A reply that is shown in the channel is far from its release's message, so it names the release. */
    private static SlackMessage loud(ReleaseState state, GroupView view, SlackMessage message) {
        return SlackMessage.saying(message.fallback())
                .section(Icons.of(view.phase()) + " *" + SlackText.line(name(state) + " " + view.name()) + "*  "
                        + view.facts().stream().map(SlackText::line).collect(Collectors.joining(" · ")));
    }

    private static SlackMessage with(SlackMessage before, Cause cause) {
        SlackMessage message = before.section(SlackText.line(cause.summary()));
        for (Evidence evidence : cause.evidence()
                .subList(0, Math.min(MOST_EVIDENCE, cause.evidence().size()))) {
            message = message.context(SlackText.line(evidence.title())).code(evidence.lines());
        }
        SlackMessage seen = message;
        return cause.suggestion()
                .map(advice -> seen.section(":bulb: Perhaps you should " + SlackText.line(advice) + "."))
                .orElse(seen);
    }

    private static String row(GroupView view, Instant at) {
        String facts = view.facts().stream().map(SlackText::line).collect(Collectors.joining(" · "));
        String time = view.phase() == Phase.PENDING || view.phase() == Phase.WAITING || view.phase() == Phase.RUNNING
                ? ""
                : view.took(at).map(Durations::words).orElse("");
        return Icons.of(view.phase()) + " *" + SlackText.line(view.name()) + "*" + (facts.isEmpty() ? "" : "  " + facts)
                + (time.isEmpty() ? "" : "  _" + time + "_");
    }

    private static String last(ReleaseConclusion releaseConclusion) {
        List<String> lines = new ArrayList<>();
        lines.add("*" + SlackText.line(releaseConclusion.headline()) + "*");
        releaseConclusion.remarks().forEach(remark -> lines.add(SlackText.line(remark)));
        releaseConclusion
                .command()
                .ifPresent(command -> lines.add(releaseConclusion.commandLabel() + ": " + SlackText.code(command)));
        return String.join("\n", lines);
    }

    private static String source(ReleasePlan plan) {
        return origin(plan) + SlackText.code(plan.source().shortCommit())
                + (plan.source().modified() ? " (modified)" : "") + "  ·  started by "
                + SlackText.line(plan.startedBy()) + "  ·  release "
                + SlackText.line(plan.release().value());
    }

    private static String origin(ReleasePlan plan) {
        return switch (plan.kind()) {
            case RELEASE -> SlackText.code(plan.source().origin()) + "  ";
            case PROMOTION -> "promotion, made from ";
            case ROLLBACK -> "rollback, made from ";
        };
    }

    private static String title(ReleasePlan plan) {
        String environments = Group.of(plan).stream()
                .filter(group -> group.kind() == Group.Kind.ENVIRONMENT)
                .map(Group::name)
                .collect(Collectors.joining(", "));
        return plan.app() + " " + plan.version() + (environments.isEmpty() ? "" : " → " + environments);
    }

    private static String name(ReleaseState state) {
        return state.plan().app() + " " + state.plan().version();
    }

    /** The symbol of each phase, by the emoji names of every workspace. */
    private static final class Icons {
        private Icons() {}

        static String of(Phase phase) {
            return switch (phase) {
                case PENDING, NOT_REACHED -> ":white_circle:";
                case RUNNING -> ":arrow_forward:";
                case WAITING -> ":raised_hand:";
                case RETRYING -> ":repeat:";
                case DONE -> ":white_check_mark:";
                case UNCHANGED -> ":heavy_minus_sign:";
                case FAILED -> ":x:";
                case STOPPED -> ":black_square_for_stop:";
            };
        }
    }
}
