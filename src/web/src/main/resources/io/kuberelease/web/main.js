// Begins here: finds which page the host wants, and keeps it true.

import { board } from "./board.js";
import { decision } from "./decision.js";
import { job } from "./job.js";
import { keep } from "./live.js";
import { previews } from "./previews.js";
import { releases } from "./releases.js";

const PAGES = { release: releases, job, board, decision, previews };

const place = document.getElementById("kube-release");

keep(place, PAGES[place.dataset.page]);
