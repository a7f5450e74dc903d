# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Orchestrateur authors
"""Real keys through XTest, and what the X server knows of windows."""
import time

from Xlib import X, XK, Xatom, display, error
from Xlib.ext import xtest
from Xlib.protocol import event

# What the American layout lacks, given to keys that it leaves free, before any program starts.
EXTRA = "éÉèÈêÊëËàÀâÂçÇîÎïÏôÔùÙûÛœŒ«»’–°\u00a0…€"
MODIFIERS = {"ctrl": "Control_L", "shift": "Shift_L", "alt": "Alt_L", "super": "Super_L"}


def keysym_of(character):
    named = {"\n": XK.string_to_keysym("Return"), "\t": XK.string_to_keysym("Tab")}
    if character in named:
        return named[character]
    point = ord(character)
    return point if point < 0x100 else 0x01000000 + point


class Keys:
    def __init__(self, name):
        self.display = display.Display(name)
        self.root = self.display.screen().root
        first, last = self.display.display.info.min_keycode, self.display.display.info.max_keycode
        mapping = self.display.get_keyboard_mapping(first, last - first + 1)
        self.codes = {}
        free = []
        for offset, symbols in enumerate(mapping):
            code = first + offset
            if not any(symbols):
                free.append(code)
            for shift, symbol in enumerate(list(symbols)[:2]):
                if symbol and symbol not in self.codes:
                    self.codes[symbol] = (code, shift)
        pairs = [EXTRA[start:start + 2] for start in range(0, len(EXTRA), 2)]
        for code, pair in zip(free, pairs):
            symbols = [keysym_of(character) for character in pair]
            symbols += [symbols[0]] * (2 - len(symbols))
            self.display.change_keyboard_mapping(code, [tuple(symbols)])
            for shift, symbol in enumerate(symbols):
                self.codes.setdefault(symbol, (code, shift))
        self.display.sync()

    def set_text_scale(self, scale):
        """The size of letters that programs started from now on take from the screen."""
        self.root.change_property(Xatom.RESOURCE_MANAGER, Xatom.STRING, 8, f"Xft.dpi:\t{round(96 * scale)}\n".encode())
        self.display.sync()

    def _press(self, code, shift=False, modifiers=()):
        held = [self.codes[XK.string_to_keysym(MODIFIERS[name])][0] for name in modifiers]
        if shift and "shift" not in modifiers:
            held.append(self.codes[XK.string_to_keysym("Shift_L")][0])
        for held_code in held:
            xtest.fake_input(self.display, X.KeyPress, held_code)
        xtest.fake_input(self.display, X.KeyPress, code)
        xtest.fake_input(self.display, X.KeyRelease, code)
        for held_code in reversed(held):
            xtest.fake_input(self.display, X.KeyRelease, held_code)
        self.display.sync()

    def key(self, combination):
        """"Tab", "shift+Tab", "ctrl+l", "ctrl+question": names of X keysyms, joined with +."""
        *modifiers, name = combination.split("+")
        symbol = XK.string_to_keysym(name) or keysym_of(name)
        code, shift = self.codes[symbol]
        self._press(code, bool(shift), modifiers)

    def type(self, text):
        for character in text:
            code, shift = self.codes[keysym_of(character)]
            self._press(code, bool(shift))

    # --- windows

    def property(self, window, name):
        try:
            answer = window.get_full_property(self.display.intern_atom(name), X.AnyPropertyType)
        except error.XError:
            return None
        return answer.value if answer else None

    def has_window_manager(self):
        return self.property(self.root, "_NET_SUPPORTING_WM_CHECK") is not None

    def windows(self):
        return [self.display.create_resource_object("window", number)
                for number in self.property(self.root, "_NET_CLIENT_LIST") or ()]

    def active(self):
        value = self.property(self.root, "_NET_ACTIVE_WINDOW")
        return self.display.create_resource_object("window", value[0]) if value is not None and value[0] else None

    def _tell(self, window, kind, data):
        message = event.ClientMessage(window=window, client_type=self.display.intern_atom(kind), data=(32, data))
        self.root.send_event(message, event_mask=X.SubstructureRedirectMask | X.SubstructureNotifyMask)
        self.display.sync()

    def resize(self, window, width, height):
        # gravity 0 (the window's own), x, y, width, height given, source 2 (a pager, a person).
        self._tell(window, "_NET_MOVERESIZE_WINDOW", [(0xF << 8) | (2 << 12), 0, 0, width, height])
        end = time.monotonic() + 3
        while time.monotonic() < end:
            geometry = window.get_geometry()
            if (geometry.width, geometry.height) == (width, height):
                break
            time.sleep(0.02)
        return window.get_geometry()

    def close(self, window):
        self._tell(window, "_NET_CLOSE_WINDOW", [X.CurrentTime, 2, 0, 0, 0])

    def title(self, window):
        value = self.property(window, "_NET_WM_NAME")
        return value.decode() if isinstance(value, bytes) else str(value or "")

    def picture(self, window):
        """The pixels of a window as (width, height, bytes of BGRX)."""
        geometry = window.get_geometry()
        raw = window.get_image(0, 0, geometry.width, geometry.height, X.ZPixmap, 0xFFFFFFFF)
        return geometry.width, geometry.height, raw.data
