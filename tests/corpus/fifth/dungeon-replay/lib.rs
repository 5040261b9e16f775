#[repr(u8)]
#[derive(Clone, Copy)]
pub enum Action {
    Wait = 0,
    North = 1,
    South = 2,
    East = 3,
    West = 4,
    Attack = 5,
}

pub struct World {
    x: i32,
    y: i32,
    hp: u16,
    kills: u16,
    turn: u32,
}

impl World {
    fn step(&mut self, dx: i32, dy: i32) {
        self.x = self.x.saturating_add(dx).clamp(0, 63);
        self.y = self.y.saturating_add(dy).clamp(0, 63);
    }

    fn apply(&mut self, a: Action) {
        self.turn = self.turn.wrapping_add(1);
        match a {
            Action::Wait => self.hp = self.hp.saturating_add(1),
            Action::North => self.step(0, -1),
            Action::South => self.step(0, 1),
            Action::East => self.step(1, 0),
            Action::West => self.step(-1, 0),
            Action::Attack => self.kills = self.kills.saturating_add(1),
        }
    }
}

#[no_mangle]
pub extern "C" fn world_new(seed: u32) -> *mut World {
    Box::into_raw(Box::new(World {
        x: (seed % 64) as i32,
        y: (seed / 64 % 64) as i32,
        hp: 20,
        kills: 0,
        turn: 0,
    }))
}

#[no_mangle]
pub unsafe extern "C" fn world_apply(w: *mut World, action: Action) -> bool {
    match w.as_mut() {
        Some(w) => {
            w.apply(action);
            w.hp > 0
        }
        None => false,
    }
}

#[no_mangle]
pub unsafe extern "C" fn world_score(w: *const World) -> u32 {
    w.as_ref().map_or(0, |w| u32::from(w.kills) * 100 + u32::from(w.hp))
}

#[no_mangle]
pub unsafe extern "C" fn world_delete(w: *mut World) {
    if !w.is_null() {
        let _ = Box::from_raw(w);
    }
}
