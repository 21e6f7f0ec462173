import { casbin } from "./casbin.js";
import { caslBuilt, caslCached, caslShared } from "./casl.js";
import { cedar } from "./cedar.js";
import { decisionPoint } from "./decision-point.js";
import { measure, QUERIES_ALONE } from "./measure.js";

const contenders = [decisionPoint, caslShared, caslCached, caslBuilt, casbin, cedar];

/** A program for one size, so that no size pays for the memory of another; its parent is told the figures. */
const [size = "100", rounds = "5"] = process.argv.slice(2);
const figures = await measure(Number(size), contenders, Number(rounds));
process.send?.(
  figures.map((figure) => ({
    ...figure,
    given:
      figure.contender === QUERIES_ALONE
        ? "no check at all: what walking through the queries takes, which is part of all figures"
        : contenders.find(({ name }) => name === figure.contender)?.given,
  })),
);
