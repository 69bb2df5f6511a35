package io.jenkins.plugins.kuberelease.agent;

import java.io.Serializable;

/**
 * A release file with what a Jenkinsfile says beside it.
 *
 * @param text the content, in the release file's form; empty when it can't be read
 * @param problems why it can't, for people; empty when it can
 */
public record Described(String text, String problems) implements Serializable {}
