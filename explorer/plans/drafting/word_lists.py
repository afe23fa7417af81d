"""Words that name nothing: function words, and the set phrases of abstracts."""

from __future__ import annotations

FUNCTION_WORDS = """
  a about above across after against aim al all also although among an and any approach approaches
  are around as at based be because been before best better between both but by called can case
  cases could current did different do does during e.g each effective efficient either et etc
  example examples existing few first for from further general given goal good had has have having
  help here high how however i.e idea if important in into introduce introduces is it its itself
  kind known large largely less let low main many may means method methods might more most much
  must named near new no nor not novel number of often on one only or order other our out over own
  paper papers part parts per possible present problem problems propose proposed proposes provide
  real recent recently respect result results same set sets several show shows simple since single
  small so some step steps study such technique techniques terms than that the their them then
  there these they this those three through thus time to toward towards two type types under
  unlike up upon use used useful uses using various very via was way ways we well were what when
  where which while who whose will with within without work works would you your
"""
SET_PHRASES = """
  ability accurate achieve achieved achieves address analysis aspects careful challenge challenges
  characteristics comprehensive considerable continues contribution contributions corresponding
  demonstrate demonstrated demonstrates directions evaluation evaluations experiment experimental
  experiments extensive feasibility future generic impact improve improved improvement
  improvements includes including insights issue issues key limitation limitations limited minimal
  numerical observation observations performance possibility potential practical previous
  promising properties range regard respective significant simulated simulation simulations state-
  of-the-art studies superior systematic theoretical thorough unique variety whenever wide works
"""
SET_NAMES = """
  open data, open source, prior knowledge, third parties, third party, real data, ground truth,
  open problem, open question, large scale, case study, trade-off, real-time, low-cost, dataset,
  high-quality, training data, test data, data set, benchmark dataset, data collection,
  domain knowledge
"""
STOP = frozenset(FUNCTION_WORDS.split())
"""No phrase begins or ends with one of these."""
FILLER = frozenset(SET_PHRASES.split())
"""No phrase holds one of these anywhere."""
ANYWHERE = frozenset(name.strip() for name in SET_NAMES.split(","))
"""Phrases found in every field, which set no niche apart."""
