package io.kuberelease.plan;

import java.util.Optional;

/**
 * How Helm applies what a chart renders to.
 *
 * @param serverSide whether the API server merges; absent: as in the revision before, and yes for a first one
 * @param adopt whether objects that belong to no Helm release are taken over
 */
public record HelmOptions(Optional<Boolean> serverSide, boolean adopt) {
    /** The options of a release file that sets none. */
    public static final HelmOptions USUAL = new HelmOptions(Optional.empty(), false);

    static HelmOptions read(Field field) {
        SectionReader section = field.section(Section.HELM);
        return new HelmOptions(
                section.field("serverSide").truth(),
                section.field("adopt").truth().orElse(false));
    }
}
