"""Owns the network: one body started from all-MiniLM-L6-v2 and its heads. It knows no data.

Heads: `cues` (tags of outermost and nested cues), `roles` (given one cue, tags of its source and content: which source
and content belong to which cue is learned, not the nearest taken), `plain` (tags of sources and contents whatever their
cue; helps the body to learn, not shipped), `kinds` (person, organisation, place, other, from GUM), `pairs` (does this
pronoun refer to what that name names).
"""

import torch
from torch import Tensor, nn

HIDDEN, ROLE, HEADS, KINDS, PAIR = 384, 128, 4, 4, 128
BUCKETS = 24


def bucket(distance: Tensor) -> Tensor:
    """Signed distance in tokens as one of `BUCKETS` classes: exact to 4, then by powers of about 1.7."""
    size = distance.abs().clamp(max=400).float()
    far = 5 + (torch.log(size.clamp(min=5) / 5) / torch.log(torch.tensor(1.9))).floor().clamp(max=6)
    steps = torch.where(size < 5, size, far).long()
    return torch.where(distance < 0, steps + 12, steps).clamp(max=BUCKETS - 1)


class RoleHead(nn.Module):
    """For each cue: a small transformer layer over the window's tokens, marked by their place beside the cue."""

    def __init__(self) -> None:
        super().__init__()
        self.token = nn.Linear(HIDDEN, ROLE)
        self.cue = nn.Linear(2 * HIDDEN, ROLE)
        self.left, self.right = nn.Linear(HIDDEN, ROLE), nn.Linear(2 * HIDDEN, ROLE)
        self.place = nn.Embedding(BUCKETS, ROLE)
        self.norm = nn.LayerNorm(ROLE)
        self.layer = nn.TransformerEncoderLayer(
            ROLE, HEADS, 2 * ROLE, dropout=0.0, activation="gelu", batch_first=True, norm_first=True
        )
        self.out = nn.Sequential(nn.LayerNorm(ROLE), nn.Linear(ROLE, 5))

    def forward(
        self, hidden: Tensor, first: Tensor, last: Tensor, rows: Tensor | None = None, mask: Tensor | None = None
    ) -> Tensor:
        """hidden [windows, length, HIDDEN]; first, last, rows [cues]: tokens (last included) and window of each cue."""
        return self.out(self.layer(self.marked(hidden, first, last, rows), src_key_padding_mask=mask))

    def marked(self, hidden: Tensor, first: Tensor, last: Tensor, rows: Tensor | None = None) -> Tensor:
        """The window's tokens as each cue sees them: [cues, length, ROLE]."""
        if rows is None:
            rows = torch.zeros_like(first)
        cue = torch.cat([hidden[rows, first], hidden[rows, last]], -1)
        at = torch.arange(hidden.shape[1], device=hidden.device)[None]
        after, before = at - last[:, None], at - first[:, None]
        distance = torch.where(after > 0, after, torch.where(before < 0, before, torch.zeros_like(after)))
        x = self.token(hidden)[rows] + self.cue(cue)[:, None] + self.place(bucket(distance))
        return self.norm(x + self.left(hidden)[rows] * self.right(cue)[:, None])


class PairHead(nn.Module):
    """Score of (mention, antecedent) from the means of their tokens; 0 is the score of `none of them`."""

    def __init__(self) -> None:
        super().__init__()
        self.mention, self.antecedent = nn.Linear(HIDDEN, PAIR), nn.Linear(HIDDEN, PAIR)
        self.place = nn.Embedding(BUCKETS, PAIR)
        self.out = nn.Sequential(nn.Linear(3 * PAIR, PAIR), nn.GELU(), nn.Linear(PAIR, 1))

    def forward(self, mention: Tensor, antecedent: Tensor, distance: Tensor) -> Tensor:
        """mention, antecedent [pairs, HIDDEN]; distance [pairs] in tokens, negative where the antecedent is before."""
        m, a = self.mention(mention), self.antecedent(antecedent)
        return self.out(torch.cat([m + self.place(bucket(distance)), a, m * a], -1)).squeeze(-1)


class Body(nn.Module):
    """The encoder with two features more, case and quotation depth, added to its word embeddings."""

    def __init__(self, bert: nn.Module) -> None:
        super().__init__()
        self.bert = bert
        self.case, self.quote = nn.Embedding(4, HIDDEN), nn.Embedding(3, HIDDEN)
        nn.init.normal_(self.case.weight, std=0.01)
        nn.init.normal_(self.quote.weight, std=0.01)
        self.cues = nn.Linear(HIDDEN, 5)

    def forward(self, ids: Tensor, cases: Tensor, quotes: Tensor, mask: Tensor | None = None) -> tuple[Tensor, Tensor]:
        words = self.bert.embeddings.word_embeddings(ids) + self.case(cases) + self.quote(quotes)
        hidden = self.bert(inputs_embeds=words, attention_mask=mask).last_hidden_state
        return hidden, self.cues(hidden)


class Net(nn.Module):
    def __init__(self, bert: nn.Module) -> None:
        super().__init__()
        self.body = Body(bert)
        self.roles, self.pairs = RoleHead(), PairHead()
        self.plain, self.kinds = nn.Linear(HIDDEN, 5), nn.Linear(HIDDEN, KINDS)
        self.drop = nn.Dropout(0.1)


def span_means(hidden: Tensor, rows: Tensor, first: Tensor, last: Tensor) -> Tensor:
    """Means of hidden[row, first:last] for each span; hidden [rows, length, HIDDEN]."""
    total = torch.cat([torch.zeros_like(hidden[:, :1]), hidden.cumsum(1)], 1)
    return (total[rows, last] - total[rows, first]) / (last - first).clamp(min=1)[:, None]
