pub const Board = opaque {
    pub const ChangeFn = *const fn (user: ?*anyopaque, relay: u8, on: u8) callconv(.c) void;

    extern fn relay_board_new() ?*Board;
    extern fn relay_board_free(board: ?*Board) void;
    extern fn relay_subscribe(board: ?*Board, change: ?ChangeFn, user: ?*anyopaque) bool;
    extern fn relay_set(board: ?*Board, relay: u8, on: u8) bool;

    pub fn init() error{OutOfMemory}!*Board {
        return relay_board_new() orelse error.OutOfMemory;
    }

    pub fn deinit(board: *Board) void {
        relay_board_free(board);
    }

    pub fn subscribe(board: *Board, change: ChangeFn, user: ?*anyopaque) error{Refused}!void {
        if (!relay_subscribe(board, change, user)) return error.Refused;
    }

    pub fn set(board: *Board, relay: u8, on: bool) bool {
        return relay_set(board, relay, @intFromBool(on));
    }
};
