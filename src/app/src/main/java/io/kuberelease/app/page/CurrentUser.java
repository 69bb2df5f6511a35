package io.kuberelease.app.page;

import java.util.List;

/** The visitor of a page: their name, and what they may do there. */
public interface CurrentUser {

    /** The name under which the host knows the visitor; it is written into journals. */
    String name();

    /** Whether the visitor has the permission for this kind of action. */
    boolean may(OfferedAction.Kind kind);

    /** Whether an approval's list names the visitor or one of their groups; an empty list names everybody. */
    boolean isNamed(List<String> by);
}
