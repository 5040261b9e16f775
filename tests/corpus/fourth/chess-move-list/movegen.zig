const max_moves = 64;

const Promotion = enum(u8) { none = 0, knight = 1, queen = 4 };

const Move = extern struct {
    from: u8,
    to: u8,
    promotion: Promotion = .none,
    _pad: u8 = 0,
};

const MoveList = extern struct {
    moves: [max_moves]Move,
    len: u16,
    truncated: bool,

    fn add(self: *MoveList, m: Move) void {
        if (self.len == max_moves) {
            self.truncated = true;
            return;
        }
        self.moves[self.len] = m;
        self.len += 1;
    }
};

fn addPawn(list: *MoveList, from: u6, pawns: u64) void {
    const to: u8 = @as(u8, from) + 8;
    if (to > 63) return;
    if (pawns >> @intCast(to) & 1 == 1) return;
    if (to >= 56) {
        list.add(.{ .from = from, .to = to, .promotion = .queen });
        list.add(.{ .from = from, .to = to, .promotion = .knight });
    } else {
        list.add(.{ .from = from, .to = to });
    }
}

export fn movegen_pawns(pawns: u64, out: *MoveList) void {
    out.len = 0;
    out.truncated = false;
    var rest = pawns;
    while (rest != 0) : (rest &= rest - 1) {
        addPawn(out, @intCast(@ctz(rest)), pawns);
    }
}
