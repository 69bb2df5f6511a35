package io.kuberelease.app.actions;

import java.util.List;

/** A person who wants something done with a release: their name, and what they may do. */
public interface CurrentUser {

    /** The name under which the host knows the person; it is written into journals. */
    String name();

    /** As whom they are known, as a sentence for them: a refusal begins with it. */
    default String known() {
        return "you are known as " + name();
    }

    /** Whether the person has the permission for this kind of action. */
    boolean may(ActionKind kind);

    /** Whether an approval's list names the person or one of their groups; an empty list names everybody. */
    boolean isNamed(List<String> by);
}
